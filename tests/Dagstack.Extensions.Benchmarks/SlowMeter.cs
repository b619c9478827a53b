using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>A plugin whose setup takes a while, waiting as it should or blocking its thread.</summary>
internal sealed class SlowMeter(TimeSpan duration, bool isBlocking) : IMeter, IPluginSetup
{
    public int Read(int value) => value;

    public ValueTask<int> TakeAsync(int value) => new(value);

    public ValueTask<int> TakeWithTokenAsync(int value, CancellationToken cancellationToken) => new(value);

    public async ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken)
    {
        if (isBlocking)
        {
            Thread.Sleep(duration);
        }
        else
        {
            await Task.Delay(duration, cancellationToken);
        }
    }
}
