using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>A plugin that does next to nothing, behind calls that are really made: inlining it would flatter the direct call.</summary>
public sealed class Meter : IMeter
{
    private int _sum;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Read(int value) => _sum += value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ValueTask<int> TakeAsync(int value) => new(_sum += value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ValueTask<int> TakeWithTokenAsync(int value, CancellationToken cancellationToken) => new(_sum += value);
}
