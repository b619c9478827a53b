namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Options, or what is wrong with the section they were to be read from.</summary>
internal sealed class BindResult
{
    /// <summary>The options; with errors, what could be read of them, or null if not even the object could be made.</summary>
    public required object? Value { get; init; }

    /// <summary>Everything that is wrong, errors and warnings.</summary>
    public required IReadOnlyList<BindProblem> Problems { get; init; }

    public bool IsValid => Value is not null && Problems.All(static problem => problem.IsWarning);
}
