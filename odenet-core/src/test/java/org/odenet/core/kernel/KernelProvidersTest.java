package org.odenet.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelProvidersTest {

    private static final Kernels FAST = new Nd4jKernels();

    /** A provider of {@link #FAST}, or of a failure. */
    private record Provider(String name, int priority, Throwable failure) implements KernelProvider {

        @Override
        public Kernels create() throws KernelsUnavailableException {
            if (failure instanceof KernelsUnavailableException unavailable) {
                throw unavailable;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            return FAST;
        }
    }

    private static final Provider WORKING = new Provider("fast", 10, null);
    private static final Provider BROKEN =
            new Provider("faster", 20, new KernelsUnavailableException("no AVX2 on this machine"));
    private static final Provider UNLINKED = new Provider("fastest", 30, new UnsatisfiedLinkError("no jnidnnl"));

    @Test
    void theBestThatRunsServes() {
        assertThat(KernelProviders.select(null, List.of(BROKEN, WORKING, UNLINKED)))
                .isSameAs(FAST);
    }

    @Test
    void nd4jServesWhereNothingElseDoes() {
        assertThat(KernelProviders.select(null, List.of(BROKEN, UNLINKED)))
                .isInstanceOf(Nd4jKernels.class)
                .isNotSameAs(FAST);
        assertThat(KernelProviders.select(null, List.of())).isInstanceOf(Nd4jKernels.class);
    }

    @Test
    void aNameOverridesThePriorities() {
        assertThat(KernelProviders.select("nd4j", List.of(WORKING))).isNotSameAs(FAST);
        assertThat(KernelProviders.select("fast", List.of(BROKEN, WORKING))).isSameAs(FAST);
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> KernelProviders.select("quick", List.of(WORKING, BROKEN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("odenet.kernels")
                .hasMessageContaining("'quick'")
                .hasMessageContaining("[faster, fast, nd4j]");
    }

    @Test
    void aNameWhoseKernelsDoNotRunIsRefusedWithTheReason() {
        assertThatThrownBy(() -> KernelProviders.select("faster", List.of(WORKING, BROKEN)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'faster'")
                .hasMessageContaining("no AVX2 on this machine");
        assertThatThrownBy(() -> KernelProviders.select("fastest", List.of(UNLINKED)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no jnidnnl");
    }

    @Test
    void aProcessHasOneSetOfKernels() {
        assertThat(KernelProviders.select()).isSameAs(KernelProviders.select());
    }
}
