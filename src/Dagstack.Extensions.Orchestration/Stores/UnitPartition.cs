namespace Dagstack.Extensions.Orchestration.Stores;

/// <summary>The names of partitions, as stores keep them: units with a key share one, a unit without one has its own.</summary>
internal static class UnitPartition
{
    private const string Keyed = "k:";
    private const string Own = "u:";

    /// <summary>Returns the partition of a unit.</summary>
    /// <param name="partitionKey">The partition as its caller named it; null for none.</param>
    /// <param name="unitId">The unit.</param>
    public static string Of(string? partitionKey, string unitId) => partitionKey is null ? Own + unitId : Keyed + partitionKey;

    /// <summary>Returns the key of a partition; null for one that is a unit's own.</summary>
    /// <param name="partition">The partition, as <see cref="Of"/> names it.</param>
    public static string? KeyOf(string partition) => partition.StartsWith(Keyed, StringComparison.Ordinal) ? partition[Keyed.Length..] : null;
}
