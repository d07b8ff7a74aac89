package org.odenet.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.KernelsUnavailableException;

class OnednnKernelProviderTest {

    @Test
    void theKernelsAreSelectedWhereTheyRun() {
        assertThat(KernelProviders.select()).isInstanceOf(OnednnKernels.class);
        assertThat(KernelProviders.select().name()).isEqualTo("onednn");
    }

    @Test
    void missingNativeCodeIsAReasonNotAFailure() {
        assertThatThrownBy(() -> OnednnKernelProvider.create(() -> {
                    throw new UnsatisfiedLinkError("no jnidnnl in java.library.path");
                }))
                .isInstanceOf(KernelsUnavailableException.class)
                .hasMessageContaining("does not load here: no jnidnnl in java.library.path")
                .hasMessageContaining("put the jars of org.bytedeco:dnnl");
    }
}
