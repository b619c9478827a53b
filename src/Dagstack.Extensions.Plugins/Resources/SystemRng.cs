using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>Randomness from the operating system. Safe for use by several threads.</summary>
internal sealed class SystemRng : Rng
{
    public override ulong NextUInt64()
    {
        ulong value = 0;
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(new Span<ulong>(ref value)));
        return value;
    }

    public override void NextBytes(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);
}
