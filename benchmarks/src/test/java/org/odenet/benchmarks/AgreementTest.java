package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AgreementTest {

    private static final double[] VALUES = {3, 4};

    private final Agreement agreement = new Agreement("lorenz", "hipparchus").within(1e-3);

    @Test
    void acceptsErrorsUpToTheBound() {
        assertThatCode(() -> agreement.requireClose("state", new double[] {3, 4.004}, VALUES))
                .doesNotThrowAnyException();
    }

    @Test
    void namesCasePeerQuantityAndDifference() {
        assertThatThrownBy(() -> agreement.requireClose("state", new double[] {3, 4.05}, VALUES))
                .isInstanceOf(DisagreementException.class)
                .hasMessage("lorenz: odenet and hipparchus do not agree: the relative error of state is 0.010,"
                        + " above 0.0010; nothing was timed");
    }

    @Test
    void refusesNotANumber() {
        assertThatThrownBy(() -> agreement.requireClose("state", new double[] {3, Double.NaN}, VALUES))
                .isInstanceOf(DisagreementException.class);
    }

    @Test
    void refusesAnotherLength() {
        assertThatThrownBy(() -> agreement.requireClose("state", new double[] {3}, VALUES))
                .hasMessageContaining("state has 1 values here, 2 there");
    }

    @Test
    void refusesAnotherNumberOfEvaluations() {
        assertThatThrownBy(() -> agreement.requireSameEvaluations("backward", 20, 26))
                .hasMessageContaining("the backward pass took 20 evaluations here, 26 there");
    }

    @Test
    void refusesOtherNames() {
        try (INDArray one = Nd4j.createFromArray(1f)) {
            assertThatThrownBy(() -> agreement.requireSameNames(Map.of("loss", one), Map.of("logits", one)))
                    .hasMessageContaining("here are [loss], there [logits]");
        }
    }

    @Test
    void aGradientThatVanishesBesideTheOthersMayBeOfRoundingErrors() {
        try (INDArray large = Nd4j.createFromArray(1000f);
                INDArray small = Nd4j.createFromArray(1e-3f);
                INDArray other = Nd4j.createFromArray(2e-3f)) {
            Map<String, INDArray> theirs = Map.of("gradient/weight", large, "gradient/bias", small);

            assertThatCode(() -> agreement.requireClose("gradient/bias", Map.of("gradient/bias", other), theirs))
                    .doesNotThrowAnyException();
            assertThatThrownBy(
                            () -> agreement.requireClose("gradient/weight", Map.of("gradient/weight", other), theirs))
                    .isInstanceOf(DisagreementException.class);
        }
    }
}
