using System.Numerics;

namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>Whole numbers that every language keeps: ±(2^53-1). See <c>safe_range_limit</c> in <c>_meta/coercion.yaml</c>.</summary>
internal static class SafeIntegers
{
    public const long Max = 9007199254740991;

    public static bool Contains(BigInteger value) => BigInteger.Abs(value) <= Max;
}
