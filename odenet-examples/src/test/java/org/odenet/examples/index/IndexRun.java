package org.odenet.examples.index;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.odenet.examples.experiments.TinyRun;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.data.ImageDataSet;
import org.odenet.solvers.Solvers;

/** A small network whose steps do not depend on the other images of a batch, and files of the built-in digits. */
final class IndexRun {

    static final int IMAGES = 30;

    private IndexRun() {}

    static OdeNetConfig config() {
        return TinyRun.config().withSolver(Solvers.rk4().steps(4));
    }

    static Path save(Path folder, long seed) {
        try (ImageClassifier net = OdeNets.odeOnly(config().withSeed(seed))) {
            net.save(folder);
        }
        return folder;
    }

    static Path png(Path file, int image) throws IOException {
        ImageDataSet digits = TinyRun.digits(IMAGES);
        BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int p = 0; p < 28 * 28; p++) {
            picture.getRaster().setSample(p % 28, p / 28, 0, digits.pixel(image, 0, p / 28, p % 28));
        }
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }
}
