using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>What became of reading a hookspec: the kind, or the reasons why there is none.</summary>
public sealed class HookspecResult
{
    internal HookspecResult(Hookspec? spec, IReadOnlyList<HookspecProblem> problems) => (Spec, Problems) = (spec, problems);

    /// <summary>Gets the kind.</summary>
    /// <value>Null if there is an error.</value>
    public Hookspec? Spec { get; }

    /// <summary>Gets all problems, errors before warnings, in the order of the files.</summary>
    public IReadOnlyList<HookspecProblem> Problems { get; }

    /// <summary>Gets a value indicating whether there is no error; warnings do not count.</summary>
    [MemberNotNullWhen(true, nameof(Spec))]
    public bool IsValid => Spec is not null;

    /// <summary>Gets the kind, or throws what is wrong with it.</summary>
    /// <returns>The kind.</returns>
    /// <exception cref="HookspecInvalidException">There is an error.</exception>
    public Hookspec ThrowIfInvalid() => Spec ?? throw new HookspecInvalidException(Problems);
}
