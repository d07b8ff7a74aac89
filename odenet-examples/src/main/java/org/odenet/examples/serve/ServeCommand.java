package org.odenet.examples.serve;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import me.tongfei.progressbar.ProgressBar;
import org.odenet.examples.experiments.RunFolder;
import org.odenet.examples.experiments.TestImageOptions;
import org.odenet.examples.experiments.TimeConverter;
import org.odenet.examples.index.FeatureIndex;
import org.odenet.examples.output.ProgressBars;
import org.odenet.models.ImageClassifier;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.serving.ServiceOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows on a web page what a network makes of an image at any depth. */
@Command(
        name = "serve",
        description = {
            "Serves a web page on this machine: pick, draw or upload an image, stop the network at any depth, tolerance or"
                    + " deadline, and see the nearest images, the class and the way of the features.",
            "Under more queries than it can serve, the depth falls before the latency rises. Ends with Ctrl-C."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
public final class ServeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "run folder of a trained network with an ODE block")
    private Path run;

    @Mixin
    private TestImageOptions imageOptions;

    @Option(
            names = "--index",
            paramLabel = "FOLDER",
            description =
                    "search the index in this folder, and first add to it what it lacks (default: compare with all"
                            + " images, in memory)")
    private Path index;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "the address to listen on")
    private String host;

    @Option(names = "--port", defaultValue = "8080", description = "the port to listen on; 0 for any free one")
    private int port;

    @Option(
            names = "--latency",
            defaultValue = "50ms",
            converter = TimeConverter.class,
            description = "the latency to keep under load, such as 50ms or 1s")
    private Duration latency;

    @Option(names = "--max-waiting", defaultValue = "512", description = "queries that may wait; more are refused")
    private int maxWaiting;

    @Option(names = "--max-batch", defaultValue = "32", description = "the most queries that may share a solve")
    private int maxBatch;

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public ServeCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServiceOptions options = new ServiceOptions(latency, maxWaiting, maxBatch, 1);
        requirePort();
        try (RunFolder folder = RunFolder.open(run)) {
            folder.requireOdeBlock();
            ImageDataSet images = imageOptions.images().of(folder);
            try (FeatureIndex opened = index == null ? null : FeatureIndex.open(index, folder.classifier())) {
                serve(folder.classifier(), collection(opened, folder.classifier(), images), options);
            }
        }
        return 0;
    }

    private void serve(ImageClassifier classifier, ImageCollection collection, ServiceOptions options)
            throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (DemoServer server = DemoServer.start(classifier, collection, options, host, port)) {
            introduce(server, collection, out);
            waitForInterrupt(server, out);
        }
    }

    private void requirePort() {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port is " + port + "; give 0 to 65535");
        }
    }

    /** In memory where there is no index. */
    private static ImageCollection collection(FeatureIndex index, ImageClassifier classifier, ImageDataSet images) {
        try (ProgressBar bar = ProgressBars.of("indexing", images.size(), " images")) {
            return index == null
                    ? ImageCollection.inMemory(classifier, images, bar::stepTo)
                    : ImageCollection.in(index, classifier, images, bar::stepTo);
        }
    }

    private void introduce(DemoServer server, ImageCollection collection, PrintWriter out) throws IOException {
        out.printf(
                "%s: %,d images to search%n",
                collection.images().name(), collection.images().size());
        if (index != null) {
            out.printf(
                    "the index %s holds %,d images%n",
                    index, collection.search().size());
        }
        if (!InetAddress.getByName(host).isLoopbackAddress()) {
            out.printf("other machines may reach this server at %s; it asks nobody for a password%n", host);
        }
        out.printf("open %s in a browser; Ctrl-C ends the server%n", server.url());
        out.flush();
    }

    /** A virtual machine that is told to end waits for its hooks: this one ends the server first. */
    private static void waitForInterrupt(DemoServer server, PrintWriter out) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    server.close();
                    out.println("the server has stopped");
                    out.flush();
                    stopped.countDown();
                },
                "stop the server");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Runtime.getRuntime().removeShutdownHook(hook);
            throw e;
        }
    }
}
