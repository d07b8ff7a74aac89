/** Training and evaluation of networks, with history and checkpoints. */
package org.odenet.models.training;
