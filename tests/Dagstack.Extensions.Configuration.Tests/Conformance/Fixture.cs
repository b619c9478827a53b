namespace Dagstack.Extensions.Configuration.Tests.Conformance;

/// <summary>An entry of the conformance manifest.</summary>
internal sealed class Fixture
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required IReadOnlyList<string> Inputs { get; init; }

    public required string? Env { get; init; }

    public required string? Expected { get; init; }

    public required string? Reason { get; init; }

    public required string? Path { get; init; }

    public bool NeedsVault => Tags.Contains("phase2_secrets_vault");

    /// <summary>Gets the variables: those of the fixture and no others.</summary>
    public Dictionary<string, string> Variables => Env is null
        ? []
        : File.ReadAllLines(Env).Where(static line => line.Contains('=', StringComparison.Ordinal)).Select(static line => line.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);

    public string ExpectedJson => File.ReadAllText(Expected!).TrimEnd('\n');
}
