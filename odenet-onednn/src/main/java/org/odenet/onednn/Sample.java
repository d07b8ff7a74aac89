package org.odenet.onednn;

/** A thread's arrays for what the values of one sample of a batch are combined with, by channel and by group. */
final class Sample {

    private static final ThreadLocal<Sample> CURRENT = new ThreadLocal<>();

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

    private Sample(int channels) {
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

    /** The calling thread's arrays for so many channels. */
    static Sample of(int channels) {
        Sample sample = CURRENT.get();
        if (sample == null || sample.mean.length != channels) {
            sample = new Sample(channels);
            CURRENT.set(sample);
        }
        return sample;
    }
}
