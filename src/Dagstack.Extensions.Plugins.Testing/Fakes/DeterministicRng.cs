namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>The resource <c>rng</c> for tests: one seed gives one sequence, on every version of .NET and every machine.</summary>
/// <remarks>
/// The sequence is SplitMix64. The state begins with the seed; each draw adds 0x9E3779B97F4A7C15 to it, and mixes the sum <c>z</c>:
/// <c>z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9</c>, <c>z = (z ^ (z >> 27)) * 0x94D049BB133111EB</c>, <c>z ^ (z >> 31)</c>. All arithmetic is
/// modulo 2^64. Every other member draws through <see cref="NextUInt64"/>, as <see cref="Rng"/> says. It may be used by several threads,
/// and is then as reproducible as their order. See §6 of the plugin contract.
/// </remarks>
/// <param name="seed">Where the sequence begins; 0 if it does not matter.</param>
public sealed class DeterministicRng(ulong seed = 0) : Rng
{
    private ulong _state = seed;

    /// <summary>Gets the seed.</summary>
    public ulong Seed { get; } = seed;

    /// <inheritdoc/>
    public override ulong NextUInt64()
    {
        var z = Interlocked.Add(ref _state, 0x9E3779B97F4A7C15);
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        }

        return z ^ (z >> 31);
    }
}
