package example;

import java.time.Duration;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.ode.OdeSolver;
import org.odenet.models.ImageClassifier;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.features.AnytimeClassifier;
import org.odenet.models.features.DataSetFeatures;
import org.odenet.models.features.FeatureExtractor;
import org.odenet.models.features.Features;
import org.odenet.models.features.Predictions;
import org.odenet.models.retrieval.ExactSearch;
import org.odenet.models.retrieval.FeatureMatrix;
import org.odenet.models.retrieval.LabelledFeatures;
import org.odenet.models.retrieval.Neighbour;
import org.odenet.models.retrieval.RetrievalEvaluation;
import org.odenet.models.serving.Answer;
import org.odenet.models.serving.Query;
import org.odenet.models.serving.QueryService;
import org.odenet.models.serving.ServiceOptions;
import org.odenet.solvers.Solvers;

/** The code of docs/adaptive-features.md. */
final class AdaptiveFeatures {
    private AdaptiveFeatures() {}

    static void extract(ImageClassifier net, INDArray images) {
        try (FeatureExtractor extractor = new FeatureExtractor(net)) {
            // At a depth, or at several from one solve.
            Features early = extractor.at(images, 0.35);
            List<Features> many = extractor.at(images, 0, 0.25, 0.5, 0.75, 1);
            // As deep as a budget of evaluations or a time allows; never nothing.
            Features cheap = extractor.withinEvaluations(images, 14);
            Features timely = extractor.within(images, Duration.ofMillis(5));
            System.out.println("reached t=" + timely.depth() + " in " + timely.elapsed());
            early.close();
            many.forEach(Features::close);
            cheap.close();
            timely.close();
        }
    }

    static ImageClassifier eachImageItsOwnSteps(ImageClassifier net) {
        OdeSolver own = Solvers.dormandPrince54().tolerances(1e-3, 1e-3).perSample();
        return net.with(own, net.config().gradient());
    }

    static double[] classify(ImageClassifier net, INDArray images) {
        try (AnytimeClassifier classifier = new AnytimeClassifier(net)) {
            Predictions predictions = classifier.within(images, Duration.ofMillis(20));
            System.out.println("image 0 is class " + predictions.classes()[0] + " at t=" + predictions.depths()[0]);
            return predictions.confidences();
        }
    }

    static double retrieve(ImageClassifier net, ImageDataSet test) {
        DataSetFeatures features = DataSetFeatures.at(net, test, new double[] {0.5, 1}, done -> {});
        FeatureMatrix half = FeatureMatrix.of(features.depths().get(0).values());
        FeatureMatrix full = FeatureMatrix.of(features.depths().get(1).values());

        List<Neighbour> nearest = ExactSearch.over(full).nearest(half.row(0), 10);
        System.out.println("the image most similar to image 0 is " + nearest.get(0));

        LabelledFeatures queries = new LabelledFeatures(half, features.labels());
        LabelledFeatures collection = new LabelledFeatures(full, features.labels());
        return RetrievalEvaluation.at(10).evaluate(queries, collection).meanAveragePrecision();
    }

    static Answer serve(ImageClassifier net, float[] image) {
        ServiceOptions options = ServiceOptions.defaults().withLatency(Duration.ofMillis(50));
        try (QueryService service = QueryService.start(net, 28, 28, options)) {
            return service.submit(image, Query.within(Duration.ofMillis(20))).join();
        }
    }
}
