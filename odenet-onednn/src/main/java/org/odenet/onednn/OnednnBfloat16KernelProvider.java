package org.odenet.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.KernelsUnavailableException;

/**
 * Offers {@link OnednnKernels} whose convolutions multiply in bfloat16, under the name {@code onednn-bf16}. They serve
 * only who asks for them by that name: they are less exact.
 */
public final class OnednnBfloat16KernelProvider extends OnednnKernelProvider {

    /** Makes the provider. */
    public OnednnBfloat16KernelProvider() {
        // Below ND4J's kernels, so that these are never the best.
        super("onednn-bf16", -1, Precision.BFLOAT16);
    }

    @Override
    public Kernels create() throws KernelsUnavailableException {
        Kernels kernels = super.create();
        // The instruction sets are numbered such that each includes the bits of those it builds on.
        int required = dnnl.dnnl_cpu_isa_avx512_core_bf16;
        if ((dnnl.dnnl_get_effective_cpu_isa() & required) != required) {
            throw new KernelsUnavailableException(
                    "this processor does not multiply in bfloat16 (AVX-512 BF16), so it would be slower; use onednn");
        }
        return kernels;
    }
}
