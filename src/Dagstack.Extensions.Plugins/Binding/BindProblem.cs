namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>What is wrong with one key of a plugin's section.</summary>
internal sealed class BindProblem
{
    /// <summary>The full configuration path, as the operator has written it or would.</summary>
    public required string Path { get; init; }

    /// <summary>What was found, masked where its name is that of a secret; null if nothing was.</summary>
    public string? Value { get; init; }

    public string? Expected { get; init; }

    /// <summary>The configuration provider that the value is from, in its own words.</summary>
    public string? Provider { get; init; }

    public required string Message { get; init; }

    /// <summary>Whether the section is usable all the same.</summary>
    public bool IsWarning { get; init; }

    public override string ToString() => Message;
}
