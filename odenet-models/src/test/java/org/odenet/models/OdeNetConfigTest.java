package org.odenet.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.odenet.adjoint.Gradients;
import org.odenet.models.data.Normalization;
import org.odenet.solvers.Solvers;

class OdeNetConfigTest {

    private final OdeNetConfig config = OdeNetConfig.mnist();

    @Test
    void thePapersSizes() {
        assertThat(config.channels()).isEqualTo(1);
        assertThat(config.filters()).isEqualTo(64);
        assertThat(config.classes()).isEqualTo(10);
        assertThat(config.solver()).hasToString("dopri5 with tolerances 0.001 (relative), 0.001 (absolute)");
        assertThat(config.gradient().name()).isEqualTo("checkpointed");
        assertThat(OdeNetConfig.cifar10().channels()).isEqualTo(3);
        assertThat(OdeNetConfig.cifar10().filters()).isEqualTo(256);
    }

    @Test
    void eachMethodChangesOneThing() {
        OdeNetConfig changed = config.withImages(3, 7)
                .withFilters(16)
                .withDropout(0.5)
                .withDownsampling(Downsampling.CONVOLUTION)
                .withSolver(Solvers.euler())
                .withGradient(Gradients.direct())
                .withNormalization(Normalization.unit())
                .withSeed(9);
        assertThat(changed.channels()).isEqualTo(3);
        assertThat(changed.classes()).isEqualTo(7);
        assertThat(changed.filters()).isEqualTo(16);
        assertThat(changed.dropout()).isEqualTo(0.5);
        assertThat(changed.downsampling()).isEqualTo(Downsampling.CONVOLUTION);
        assertThat(changed.solver().name()).isEqualTo("euler");
        assertThat(changed.gradient().name()).isEqualTo("direct");
        assertThat(changed.seed()).isEqualTo(9);
    }

    @Test
    void sizesMustBePositive() {
        assertThatThrownBy(() -> config.withFilters(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of filters is 0; it must be positive");
        assertThatThrownBy(() -> config.withImages(-1, 10)).hasMessageContaining("channels is -1");
        assertThatThrownBy(() -> config.withImages(1, 0)).hasMessageContaining("classes is 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN, Double.POSITIVE_INFINITY})
    void theDropoutMustBeARate(double rate) {
        assertThatThrownBy(() -> config.withDropout(rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dropout is " + rate);
    }

    @Test
    void methodsMustBeGiven() {
        assertThatThrownBy(() -> config.withSolver(null)).hasMessage("solver");
        assertThatThrownBy(() -> config.withGradient(null)).hasMessage("gradient");
        assertThatThrownBy(() -> config.withNormalization(null)).hasMessage("normalization");
    }

    @Test
    void filtersMustFormGroups() {
        assertThatThrownBy(() -> OdeNets.odeOnly(config.withFilters(33)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("33");
    }

    @Test
    void namesOfArchitecturesAndDownsamplings() {
        for (Architecture architecture : Architecture.values()) {
            assertThat(Architecture.byName(architecture.label())).isEqualTo(architecture);
        }
        for (Downsampling downsampling : Downsampling.values()) {
            assertThat(Downsampling.byName(downsampling.label())).isEqualTo(downsampling);
        }
        assertThatThrownBy(() -> Architecture.byName("resod"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown model 'resod'; did you mean 'res-ode'? There are: ode-only, res-ode, resnet");
        assertThatThrownBy(() -> Downsampling.byName("conv"))
                .hasMessageContaining("unknown downsampling 'conv'")
                .hasMessageContaining("convolution, one-shot, residual");
    }
}
