package org.odenet.examples.serve;

import java.io.IOException;
import java.time.Duration;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.data.DataSets;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.serving.ServiceOptions;

/** A server of a small network, which nobody trained, and a few of the built-in digits. */
record TestServer(ImageClassifier classifier, ImageDataSet images, DemoServer server) implements AutoCloseable {

    static final int IMAGES = 60;

    /** One whose depth the load of a slow machine does not cut. */
    static TestServer start() throws IOException {
        ImageClassifier classifier = OdeNets.odeOnly(OdeNetConfig.mnist().withFilters(8));
        ImageDataSet images = DataSets.builtInMnist().test().take(IMAGES);
        ImageCollection collection = ImageCollection.inMemory(classifier, images, done -> {});
        ServiceOptions options = ServiceOptions.defaults().withLatency(Duration.ofMinutes(1));
        return new TestServer(classifier, images, DemoServer.start(classifier, collection, options, "127.0.0.1", 0));
    }

    @Override
    public void close() {
        server.close();
        classifier.close();
    }
}
