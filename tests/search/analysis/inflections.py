"""Forms of one word that must have one stem, and words that must not share one. Data for tests."""

SAME = {
    "sv": """
        kamera kameran kameror kamerorna kamerornas kamerans
        skola skolan skolor skolorna skolans
        polis polisen poliser poliserna polisens polisernas
        torg torget torgen torgets
        plats platsen platser platserna platsens
        våld våldet våldets
        trygg trygga tryggt trygghet tryggheten tryggheter
        otrygg otrygghet otryggheten otrygga
        område området områden områdena områdets
        gata gatan gator gatorna
        bibliotek biblioteket biblioteken bibliotekets
        simhall simhallen simhallar simhallarna
        lärare läraren lärarna lärarens lärares
        barn barnen barnens
        ungdom ungdomen ungdomar ungdomarna
        öppen öppet öppna öppnar öppnade öppnas
        sommar sommaren sommaren
        nyhet nyheten nyheter nyheterna
        insats insatsen insatser insatserna
        månad månaden månader månaderna
        händelse händelsen händelser händelserna
        samverkan samverka samverkar samverkade
        förvaltning förvaltningen förvaltningar förvaltningarna förvaltningens
        boende boendet boenden
        resultat resultatet resultaten
        park parken parker parkerna
        förening föreningen föreningar föreningarna
        gemensam gemensamma gemensamt
        rolig roliga roligt
        cykel cyklar cyklarna
        förälder föräldrar föräldrarna
        deltagare deltagaren deltagarna
        järva järvas
        rinkeby rinkebys
        ambulans ambulansen ambulanser
        hus huset husen husets
        stad staden städer städerna
        dator datorn datorer
        rum rummet rummen
        medlem medlemmen medlemmar medlemmarna
        vinter vintern
        fritidsgård fritidsgården fritidsgårdar fritidsgårdarna
    """,
    "en": """
        camera cameras
        school schools school's
        safety safety's
        meeting meetings
        open opening opened opens
        resident residents
    """,
    "ar": """
        مدرسة المدرسة والمدرسة
        شرطة الشرطة
        شباب الشباب للشباب
        أمان الأمان بالأمان
    """,
    "tr": """
        polis polisler
        okul okullar okulda
        gençler gençlerin GENÇLER
        ışık IŞIK
    """,
    "fa": """
        پلیس پلیس
        مدرسه مدرسه
    """,
    "so": """
        booliska booliis
        dugsiga dugsi
        xaafadda xaafad
        dhalinyarada dhalinyaro
    """,
}

DIFFERENT = {
    "sv": "polis plats plan skola gård kamera kommun sommar som samma kontor torg stad park brand brott bröd hus hund",
    "en": "police place plan school safe summer sport",
}


def groups(text: str) -> list[list[str]]:
    """Return the groups of a block: one a line."""
    return [line.split() for line in text.strip().splitlines()]
