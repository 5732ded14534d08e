import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** Starts one node of OpenSearch with every module on the class path. The runner's own main picks its ports itself. */
public class OpenSearch {
    public static void main(String[] arguments) throws Exception {
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> {
            settings.put("network.host", "127.0.0.1");
            settings.put("http.port", arguments[1]);
            settings.put("transport.port", arguments[2]);
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        });
        runner.build(
            OpenSearchRunner.newConfigs().basePath(arguments[0]).clusterName("tests").numOfNode(1).printOnFailure()
        );
        new CountDownLatch(1).await();
    }
}
