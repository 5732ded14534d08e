"""Short names for the codes that the example content uses again and again."""

JARVA = "jarva-stadsdelsforvaltning"
POLISEN = "lokalpolisomrade-jarva"
SKOLAN = "utbildningsforvaltningen"
TRAFIK = "trafikkontoret"
IDROTT = "idrottsforvaltningen"
KULTUR = "kulturforvaltningen"
BOSTADER = "svenska-bostader"
EVERYBODY = (JARVA, POLISEN, SKOLAN, TRAFIK, IDROTT, KULTUR, BOSTADER)

UNGA = "unga-i-riskzon"
KRIMINELLA = "kriminella-miljoer"
SYSTEM = "systemhotande-brottslighet"
PLATSER = "otrygga-platser"
RELATION = "vald-i-nara-relation"

OVERGRIPANDE = "inga-sarskilt-utsatta-omraden"
TRYGGHET = "tryggheten-okar"
UPPVAXT = "barn-och-unga"
DEMOKRATI = "demokratiska-principer"
MEDARBETARE = "trygga-medarbetare"
VARDAG = "vardag-fri-fran-vald"
STADSMILJO = "inkluderande-stadsmiljo"
