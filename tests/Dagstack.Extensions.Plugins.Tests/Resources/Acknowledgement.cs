using System.Globalization;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>What a writer says when a put has completed.</summary>
internal sealed record Acknowledgement(string Store, string Key, long Version, string Hash)
{
    public static Acknowledgement Parse(string line) => line.Split(' ') is ["acknowledged", var store, var key, var version, var hash]
        ? new(store, key, long.Parse(version, CultureInfo.InvariantCulture), hash)
        : throw new FormatException($"The writer said '{line}'.");
}
