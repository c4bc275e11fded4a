"""Times a batch of the same LSTM autoencoder in PyTorch: forward, backward, Adam. Answers each line with seconds."""
import json
import sys
import time

import torch

ROWS, COLUMNS, WINDOWS, THREADS = (int(value) for value in sys.argv[1:5])
torch.set_num_threads(THREADS)
torch.manual_seed(1)


class Autoencoder(torch.nn.Module):
    def __init__(self, units):
        super().__init__()
        self.encoder = torch.nn.LSTM(COLUMNS, units)
        self.decoder = torch.nn.LSTM(units, units)
        self.output = torch.nn.Linear(units, COLUMNS)

    def forward(self, windows):
        _, (latent, _) = self.encoder(windows)
        decoded, _ = self.decoder(latent.expand(ROWS, -1, -1))
        return self.output(decoded)


windows = torch.randn(ROWS, WINDOWS, COLUMNS)
models = {}
print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
for line in sys.stdin:
    units, batches = json.loads(line)
    if units not in models:
        model = Autoencoder(units)
        models[units] = (model, torch.optim.Adam(model.parameters(), lr=0.001))
    model, adam = models[units]
    started = time.perf_counter()
    for _ in range(batches):
        adam.zero_grad(set_to_none=True)
        loss = torch.nn.functional.mse_loss(model(windows), windows)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
    print(json.dumps((time.perf_counter() - started) / batches), flush=True)
