package org.odenet.benchmarks.libtorch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Whether channels must fill the blocks of 16 in which libtorch's oneDNN 3.7 keeps them. It pads others by itself, but on some
 * machines its reordering leaves the last channels out and the convolution is wrong, though not for a single image. There
 * they are padded beforehand, which makes the convolution itself no longer.
 */
final class ChannelBlocks {

    private static final int BLOCK = 16;

    private static final int WINDOW = 3;

    /** Whether convolutions of other numbers of channels are wrong here. */
    static final boolean MUST_BE_FULL = isWrongWithOneMore();

    private ChannelBlocks() {}

    /** How many channels are missing to the next full block, where they must not be. */
    static long missing(long images, long channels) {
        return MUST_BE_FULL && images > 1 ? Math.floorMod(-channels, BLOCK) : 0;
    }

    /** Zeros for channels before those of a weight {@code [out channels, in channels, height, width]}. */
    static Tensor pad(Tensor weight, long channels) {
        Tensor zeros =
                torch.zeros(new long[] {weight.size(0), channels, weight.size(2), weight.size(3)}, weight.options());
        return torch.cat(new TensorVector(zeros, weight), 1);
    }

    /** Each value of a convolution of ones by ones is the number of values that it adds up. */
    private static boolean isWrongWithOneMore() {
        PointerScope scope = new PointerScope();
        try {
            long[] one = {1, 1};
            long channels = 4 * BLOCK + 1;
            Tensor images = torch.ones(2, channels, WINDOW, WINDOW);
            Tensor weight = torch.ones(channels - 1, channels, WINDOW, WINDOW);
            Tensor sums = torch.conv2d(images, weight, new TensorOptional(), one, new long[] {0, 0}, one, 1);
            return sums.mean().item_double() != channels * WINDOW * WINDOW;
        } finally {
            scope.close();
        }
    }
}
