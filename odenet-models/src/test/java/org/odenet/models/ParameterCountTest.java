package org.odenet.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sizes of the paper's networks, from its table 1 and its authors' code. */
class ParameterCountTest {

    @ParameterizedTest
    @CsvSource({
        "resnet, residual, 601482",
        "res-ode, residual, 232970",
        "res-ode, convolution, 208266",
        "ode-only, one-shot, 77258"
    })
    void mnist(String architecture, String downsampling, long count) {
        assertThat(count(OdeNetConfig.mnist(), architecture, downsampling)).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet, residual, 7921290",
        "res-ode, residual, 2023562",
        "res-ode, convolution, 1519434",
        "ode-only, one-shot, 1201930"
    })
    void cifar10(String architecture, String downsampling, long count) {
        assertThat(count(OdeNetConfig.cifar10(), architecture, downsampling)).isEqualTo(count);
    }

    private static long count(OdeNetConfig config, String architecture, String downsampling) {
        OdeNetConfig sized = config.withDownsampling(Downsampling.byName(downsampling));
        try (ImageClassifier net = OdeNets.build(Architecture.byName(architecture), sized)) {
            return net.parameters().count();
        }
    }
}
