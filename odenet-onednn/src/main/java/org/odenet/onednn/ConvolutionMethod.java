package org.odenet.onednn;

import java.util.Locale;
import org.odenet.core.kernel.Window2d;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How convolutions are computed; the system property {@value #PROPERTY} chooses by name. */
enum ConvolutionMethod {
    /** Product by product, always. */
    DIRECT {
        @Override
        boolean usesWinograd(ConvolutionShape shape) {
            return false;
        }
    },

    /** By {@link WinogradConvolution} wherever it can. */
    WINOGRAD {
        @Override
        boolean usesWinograd(ConvolutionShape shape) {
            return canUseWinograd(shape);
        }
    },

    /** By {@link WinogradConvolution} where it is clearly faster. */
    AUTO {
        @Override
        boolean usesWinograd(ConvolutionShape shape) {
            return canUseWinograd(shape) && gain(shape) >= leastGain(shape.precision());
        }
    };

    static final String PROPERTY = "odenet.convolution";

    private static final Logger LOG = LoggerFactory.getLogger(ConvolutionMethod.class);

    private static final Window2d WINDOW = new Window2d(3, 1, 1);

    /** Measured: at an estimate of 1.5 it is a tenth faster, at 1.75 by half, for more rounding. */
    private static final double LEAST_GAIN = 1.6;

    /**
     * Direct convolutions in BFLOAT16 take little more than half the time, with BFLOAT16's rounding. Measured, both ways together: at an estimate of 2.1
     * Winograd's method in FLOAT32 takes as long, at 2.4 a seventh less, at 3.2 a third less.
     */
    private static final double LEAST_GAIN_OVER_BFLOAT16 = 2.2;

    /** An estimate of what the transforms of a tile take, as the number of channels whose products take as long. */
    private static final double TRANSFORM_CHANNELS = 32;

    /** An estimate of what reading a place's weights takes, as the number of tiles whose products take as long. */
    private static final double READING_TILES = 6;

    abstract boolean usesWinograd(ConvolutionShape shape);

    private static double leastGain(Precision precision) {
        return precision == Precision.BFLOAT16 ? LEAST_GAIN_OVER_BFLOAT16 : LEAST_GAIN;
    }

    /**
     * The transforms are in vector instructions alone, on whole vectors, and in FLOAT32 whatever the precision is. With a
     * single tile in a plane oneDNN's products for the weight's gradient are wrong.
     */
    private static boolean canUseWinograd(ConvolutionShape shape) {
        return !(Loops.BEST instanceof ScalarLoops)
                && shape.window().equals(WINDOW)
                && shape.inChannels() % VectorAccess.LANES == 0
                && shape.outChannels() % VectorAccess.LANES == 0
                && shape.batch() * TileGrid.of(shape).tiles() > 1;
    }

    /**
     * How many times fewer products there are, with the transforms counted as so many products more. The transformed
     * weights, which are larger than the weights, are read for each part of a batch.
     */
    private static double gain(ConvolutionShape shape) {
        TileGrid grid = TileGrid.of(shape);
        double places = (shape.batch() * grid.tiles() + READING_TILES) * grid.planes();
        double taps = shape.window().size() * shape.window().size();
        double direct = shape.batch() * shape.height() * shape.width() * taps;
        double products = shape.inChannels() * shape.outChannels();
        double transforms = TRANSFORM_CHANNELS * (shape.inChannels() + shape.outChannels()) / 2;
        return direct * products / (places * (products + transforms));
    }

    static ConvolutionMethod configured() {
        ConvolutionMethod method = parse(System.getProperty(PROPERTY));
        LOG.info("convolutions: {}", method.name().toLowerCase(Locale.ROOT));
        return method;
    }

    static ConvolutionMethod parse(String value) {
        if (value == null) {
            return AUTO;
        }
        for (ConvolutionMethod method : values()) {
            if (method.name().toLowerCase(Locale.ROOT).equals(value)) {
                return method;
            }
        }
        throw new IllegalArgumentException("the system property " + PROPERTY + " is '" + value
                + "'; it must be direct, winograd or auto, or left out for auto");
    }
}
