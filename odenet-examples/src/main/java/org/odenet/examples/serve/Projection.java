package org.odenet.examples.serve;

import java.util.Arrays;

/**
 * The plane in which points of many dimensions differ most: the first two principal components, by orthogonal iteration
 * (Golub and Van Loan, "Matrix Computations", section 8.2.4).
 */
final class Projection {

    private static final int ITERATIONS = 200;
    private static final int COMPONENTS = 2;

    private final double[] mean;
    private final double[][] axes;

    private Projection(double[] mean, double[][] axes) {
        this.mean = mean;
        this.axes = axes;
    }

    /** Fits the plane to points of one dimension, at least one. */
    static Projection of(float[][] points) {
        double[] mean = mean(points);
        double[][] covariance = covariance(points, mean);
        double[][] axes = new double[COMPONENTS][];
        for (int k = 0; k < COMPONENTS; k++) {
            axes[k] = start(mean.length, k);
        }
        for (int i = 0; i < ITERATIONS; i++) {
            for (int k = 0; k < COMPONENTS; k++) {
                axes[k] = times(covariance, axes[k]);
            }
            orthonormalize(axes);
        }
        return new Projection(mean, axes);
    }

    private static double[] mean(float[][] points) {
        double[] mean = new double[points[0].length];
        for (float[] point : points) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += (double) point[j] / points.length;
            }
        }
        return mean;
    }

    private static double[][] covariance(float[][] points, double[] mean) {
        double[][] covariance = new double[mean.length][mean.length];
        double[] centred = new double[mean.length];
        for (float[] point : points) {
            for (int j = 0; j < mean.length; j++) {
                centred[j] = point[j] - mean[j];
            }
            for (int j = 0; j < mean.length; j++) {
                for (int k = 0; k <= j; k++) {
                    covariance[j][k] += centred[j] * centred[k] / points.length;
                }
            }
        }
        for (int j = 0; j < mean.length; j++) {
            for (int k = j + 1; k < mean.length; k++) {
                covariance[j][k] = covariance[k][j];
            }
        }
        return covariance;
    }

    /** Directions that no data is likely to be orthogonal to, the same in every run. */
    private static double[] start(int length, int which) {
        double[] axis = new double[length];
        for (int j = 0; j < length; j++) {
            axis[j] = Math.cos((which + 1) * (j + 1.0));
        }
        return axis;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[vector.length];
        for (int j = 0; j < vector.length; j++) {
            product[j] = dot(matrix[j], vector);
        }
        return product;
    }

    /** Where the points do not differ in so many directions, the further axes are zero. */
    private static void orthonormalize(double[][] axes) {
        for (int k = 0; k < axes.length; k++) {
            for (int before = 0; before < k; before++) {
                double part = dot(axes[before], axes[k]);
                for (int j = 0; j < axes[k].length; j++) {
                    axes[k][j] -= part * axes[before][j];
                }
            }
            double length = Math.sqrt(dot(axes[k], axes[k]));
            double factor = length > Float.MIN_NORMAL ? 1 / length : 0;
            axes[k] = Arrays.stream(axes[k]).map(value -> value * factor).toArray();
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    /** The coordinates of a point in the plane. */
    double[] of(float[] point) {
        double[] coordinates = new double[COMPONENTS];
        for (int k = 0; k < COMPONENTS; k++) {
            for (int j = 0; j < mean.length; j++) {
                coordinates[k] += (point[j] - mean[j]) * axes[k][j];
            }
        }
        return coordinates;
    }
}
