package org.odenet.core.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The kernels' definitions as plain loops in double, to compare others with. Images are {@code [b][c][h][w]}. */
final class NaiveKernels {

    private NaiveKernels() {}

    /** What a position of the window contributes: visited once for each pair of an input and an output element. */
    @FunctionalInterface
    private interface Contribution {
        void visit(int b, int o, int oy, int ox, int c, int y, int x, int i, int j);
    }

    private static void forEach(Window2d window, double[][][][] x, double[][][][] weight, Contribution action) {
        int height = x[0][0].length;
        int width = x[0][0][0].length;
        for (int b = 0; b < x.length; b++) {
            for (int o = 0; o < weight.length; o++) {
                for (int oy = 0; oy < window.outputLength(height); oy++) {
                    for (int ox = 0; ox < window.outputLength(width); ox++) {
                        for (int c = 0; c < weight[0].length; c++) {
                            for (int i = 0; i < window.size(); i++) {
                                for (int j = 0; j < window.size(); j++) {
                                    int y = oy * window.stride() + i - window.padding();
                                    int xx = ox * window.stride() + j - window.padding();
                                    if (y >= 0 && y < height && xx >= 0 && xx < width) {
                                        action.visit(b, o, oy, ox, c, y, xx, i, j);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    static double[][][][] convolve(Window2d window, double[][][][] x, double[][][][] weight) {
        int outHeight = (int) window.outputLength(x[0][0].length);
        int outWidth = (int) window.outputLength(x[0][0][0].length);
        double[][][][] out = new double[x.length][weight.length][outHeight][outWidth];
        forEach(
                window,
                x,
                weight,
                (b, o, oy, ox, c, y, xx, i, j) -> out[b][o][oy][ox] += x[b][c][y][xx] * weight[o][c][i][j]);
        return out;
    }

    static double[][][][] inputCotangent(
            Window2d window, double[][][][] x, double[][][][] weight, double[][][][] cotangent) {
        double[][][][] result = new double[x.length][x[0].length][x[0][0].length][x[0][0][0].length];
        forEach(
                window,
                x,
                weight,
                (b, o, oy, ox, c, y, xx, i, j) -> result[b][c][y][xx] += cotangent[b][o][oy][ox] * weight[o][c][i][j]);
        return result;
    }

    static double[][][][] weightGradient(
            Window2d window, double[][][][] x, double[][][][] weight, double[][][][] cotangent) {
        double[][][][] result = new double[weight.length][weight[0].length][window.size()][window.size()];
        forEach(
                window,
                x,
                weight,
                (b, o, oy, ox, c, y, xx, i, j) -> result[o][c][i][j] += cotangent[b][o][oy][ox] * x[b][c][y][xx]);
        return result;
    }

    /** Group normalization and its vector-Jacobian products, term by term. */
    static final class GroupNorm {

        final double[][][][] out;
        final double[][][] statistics;
        final double[][][][] inputCotangent;
        final double[] scaleGradient;
        final double[] shiftGradient;

        GroupNorm(
                double[][][][] x,
                int groups,
                double[] scale,
                double[] shift,
                double epsilon,
                boolean relu,
                double[][][][] cotangent) {
            int batch = x.length;
            int channels = x[0].length;
            int height = x[0][0].length;
            int width = x[0][0][0].length;
            out = new double[batch][channels][height][width];
            inputCotangent = new double[batch][channels][height][width];
            statistics = new double[2][batch][groups];
            scaleGradient = new double[channels];
            shiftGradient = new double[channels];
            int size = channels / groups;
            double count = (double) size * height * width;
            for (int b = 0; b < batch; b++) {
                for (int g = 0; g < groups; g++) {
                    double mean = 0;
                    for (int c = g * size; c < (g + 1) * size; c++) {
                        for (double[] row : x[b][c]) {
                            for (double value : row) {
                                mean += value / count;
                            }
                        }
                    }
                    double variance = 0;
                    for (int c = g * size; c < (g + 1) * size; c++) {
                        for (double[] row : x[b][c]) {
                            for (double value : row) {
                                variance += (value - mean) * (value - mean) / count;
                            }
                        }
                    }
                    double reciprocal = 1 / Math.sqrt(variance + epsilon);
                    statistics[0][b][g] = mean;
                    statistics[1][b][g] = reciprocal;
                    double sum = 0;
                    double product = 0;
                    for (int c = g * size; c < (g + 1) * size; c++) {
                        for (int i = 0; i < height; i++) {
                            for (int j = 0; j < width; j++) {
                                double normal = (x[b][c][i][j] - mean) * reciprocal;
                                double y = scale[c] * normal + shift[c];
                                boolean cut = relu && y <= 0;
                                out[b][c][i][j] = cut ? 0 : y;
                                double back = cut ? 0 : cotangent[b][c][i][j];
                                scaleGradient[c] += back * normal;
                                shiftGradient[c] += back;
                                sum += scale[c] * back / count;
                                product += scale[c] * back * normal / count;
                            }
                        }
                    }
                    for (int c = g * size; c < (g + 1) * size; c++) {
                        for (int i = 0; i < height; i++) {
                            for (int j = 0; j < width; j++) {
                                double normal = (x[b][c][i][j] - mean) * reciprocal;
                                boolean cut = relu && scale[c] * normal + shift[c] <= 0;
                                double back = cut ? 0 : cotangent[b][c][i][j];
                                inputCotangent[b][c][i][j] = reciprocal * (scale[c] * back - sum - normal * product);
                            }
                        }
                    }
                }
            }
        }
    }

    /** The elements of a tensor of rank 4. */
    static double[][][][] elements(INDArray tensor) {
        double[] values = tensor.dup('c').data().asDouble();
        int b = (int) tensor.size(0);
        int c = (int) tensor.size(1);
        int h = (int) tensor.size(2);
        int w = (int) tensor.size(3);
        double[][][][] result = new double[b][c][h][w];
        int next = 0;
        for (double[][][] sample : result) {
            for (double[][] channel : sample) {
                for (double[] row : channel) {
                    System.arraycopy(values, next, row, 0, w);
                    next += w;
                }
            }
        }
        return result;
    }

    static INDArray tensor(double[][][][] elements) {
        return Nd4j.createFromArray(elements);
    }
}
