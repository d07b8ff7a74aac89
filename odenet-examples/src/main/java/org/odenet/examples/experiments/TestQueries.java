package org.odenet.examples.experiments;

import java.time.Duration;
import java.util.Arrays;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.serving.Answer;
import org.odenet.models.serving.Query;
import org.odenet.models.serving.QueryService;
import org.odenet.models.serving.ServiceOptions;

/** The images of a subject as queries to a service of its network. */
final class TestQueries {

    /** A latency that no query comes near: the service cuts nothing. */
    static final ServiceOptions PATIENT = ServiceOptions.defaults().withLatency(Duration.ofHours(1));

    /** The service stops behind the first step, which it always takes. */
    static final ServiceOptions HASTY = ServiceOptions.defaults().withLatency(Duration.ofNanos(1));

    private static final int WARM_UP = 100;
    private static final int SAMPLES = 101;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Subject subject;

    TestQueries(Subject subject) {
        this.subject = subject;
    }

    QueryService start(ServiceOptions options) {
        ImageDataSet images = subject.images();
        return QueryService.start(subject.run().classifier(), images.height(), images.width(), options);
    }

    /** The pixels of an image; the images are gone through again and again. */
    byte[] pixels(int query) {
        ImageDataSet images = subject.images();
        byte[] pixels = new byte[images.imageBytes()];
        images.copyImage(query % images.size(), pixels, 0);
        return pixels;
    }

    int label(int query) {
        return subject.images().label(query % subject.images().size());
    }

    /** The virtual machine compiles what runs often, and the kernels prepare what is new to them. */
    void warmUp(QueryService service, Query query) {
        for (int i = 0; i < WARM_UP; i++) {
            service.submit(pixels(i), query).join();
        }
    }

    /** The median time of a query that has the service for itself, in milliseconds. */
    double alone(ServiceOptions options) {
        try (QueryService service = start(options)) {
            warmUp(service, Query.full());
            double[] times = new double[SAMPLES];
            for (int i = 0; i < SAMPLES; i++) {
                times[i] = millis(service.submit(pixels(i), Query.full()).join().latency());
            }
            Arrays.sort(times);
            return times[SAMPLES / 2];
        }
    }

    static double millis(Duration time) {
        return time.toNanos() / NANOS_PER_MILLI;
    }

    /** Whether an answer names the class of its image, in per cent. */
    double correct(int query, Answer answer) {
        return answer.predicted() == label(query) ? 100 : 0;
    }
}
