package org.odenet.examples.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.odenet.examples.experiments.TinyRun;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNets;
import org.odenet.models.data.ImageDataSet;

class CollectionIndexerTest {

    @TempDir
    private Path folder;

    @Test
    void whatWasCommittedBeforeAnInterruptIsNotComputedAgain() {
        ImageDataSet images = TinyRun.digits(25);
        List<Integer> progress = new ArrayList<>();
        try (ImageClassifier net = OdeNets.odeOnly(IndexRun.config())) {
            try (FeatureIndex index = FeatureIndex.open(folder, net)) {
                CollectionIndexer indexer = new CollectionIndexer(index, net, 10);
                assertThatThrownBy(() -> indexer.add(images, done -> {
                            if (done > 20) {
                                throw new IllegalStateException("interrupted");
                            }
                        }))
                        .hasMessage("interrupted");
                assertThat(index.size()).isEqualTo(20);
            }
            try (FeatureIndex index = FeatureIndex.open(folder, net)) {
                assertThat(index.size()).isEqualTo(20);
                assertThat(new CollectionIndexer(index, net, 10).add(images, progress::add))
                        .isEqualTo(5);
                assertThat(index.vectors(ImageIds.of(images))).hasSize(25);
            }
        }
        assertThat(progress).containsExactly(10, 20, 25, 25);
    }
}
