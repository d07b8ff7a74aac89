package org.odenet.onednn;

/** A thread's arrays for one sample of a batch, channels last, and for what it is combined with. */
final class Sample {

    private static final ThreadLocal<Sample> CURRENT = new ThreadLocal<>();

    final float[] x;
    final float[] g;
    final float[] mean;
    final float[] scale;
    final float[] slope;
    final float[] offset;
    final float[] groupMean;
    final float[] groupReciprocal;
    final float[] groupValue;
    final double[] groupFirst;
    final double[] groupSecond;
    final SampleSums first;
    final SampleSums second;

    private final int channels;
    private final int pixels;

    private Sample(int channels, int pixels) {
        this.channels = channels;
        this.pixels = pixels;
        x = new float[channels * pixels];
        g = new float[channels * pixels];
        mean = new float[channels];
        scale = new float[channels];
        slope = new float[channels];
        offset = new float[channels];
        groupMean = new float[channels];
        groupReciprocal = new float[channels];
        groupValue = new float[channels];
        groupFirst = new double[channels];
        groupSecond = new double[channels];
        first = new SampleSums(channels);
        second = new SampleSums(channels);
    }

    /** The calling thread's arrays for images of this size. */
    static Sample of(int channels, int pixels) {
        Sample sample = CURRENT.get();
        if (sample == null || sample.channels != channels || sample.pixels != pixels) {
            sample = new Sample(channels, pixels);
            CURRENT.set(sample);
        }
        return sample;
    }
}
