namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The resource <c>rng</c> of a process of its own, drawn from the seed that the host's has given: splitmix64. Safe for use by several threads.</summary>
internal sealed class SeededRng(ulong seed) : Rng
{
    private const ulong Step = 0x9E37_79B9_7F4A_7C15;

    private ulong _state = seed;

    public override ulong NextUInt64()
    {
        unchecked
        {
            var value = Interlocked.Add(ref _state, Step);
            value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
            value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
            return value ^ (value >> 31);
        }
    }
}
