package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.data.DataSets;
import org.odenet.models.serving.Answer;

class AdaptiveFeaturesTest {
    private static ImageClassifier net;
    private static INDArray images;

    @BeforeAll
    static void make() {
        net = OdeNets.resOde(OdeNetConfig.mnist().withFilters(32));
        images = Nd4j.rand(DataType.FLOAT, 3, 1, 28, 28);
    }

    @AfterAll
    static void free() {
        images.close();
        net.close();
    }

    @Test
    void featuresAreExtracted() {
        AdaptiveFeatures.extract(net, images);
        AdaptiveFeatures.extract(AdaptiveFeatures.eachImageItsOwnSteps(net), images);
    }

    @Test
    void imagesAreClassified() {
        assertEquals(3, AdaptiveFeatures.classify(net, images).length);
        assertTrue(Arrays.stream(AdaptiveFeatures.untilSure(net, images)).allMatch(t -> t > 0 && t <= 1));
    }

    @Test
    void imagesAreRetrieved() {
        double precision =
                AdaptiveFeatures.retrieve(net, DataSets.builtInMnist().test().take(40));
        assertTrue(precision > 0 && precision <= 1);
    }

    @Test
    void aQueryIsAnswered() {
        Answer answer = AdaptiveFeatures.serve(net, new float[28 * 28]);
        assertTrue(answer.depth() >= 0 && answer.depth() <= 1);
    }
}
