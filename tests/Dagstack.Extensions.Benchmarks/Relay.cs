using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>A plugin that does next to nothing; its tasks have completed.</summary>
public sealed class Relay : IRelay
{
    private int _sum;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ValueTask<int> GatherAsync(int value, CancellationToken cancellationToken) => new(_sum += value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ValueTask TellAsync(int value, CancellationToken cancellationToken)
    {
        _sum += value;
        return default;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Pass(int value) => (_sum += value) ^ value;
}
