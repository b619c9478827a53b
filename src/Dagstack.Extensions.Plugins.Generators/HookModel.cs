namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>One hook of a contract: a method, or one accessor of a property or indexer.</summary>
/// <param name="Member">The member's name, for an indexer the one in metadata.</param>
/// <param name="Accessor">What kind of member it is.</param>
/// <param name="WireName">The name in other processes.</param>
/// <param name="Interface">The fully qualified interface that declares it.</param>
/// <param name="ReturnType">The declared return type.</param>
/// <param name="ResultType">What a caller gets: the T of a task or stream, or NoResult.</param>
/// <param name="ResultTypeOf">The same, fit for a typeof.</param>
/// <param name="IsResultNullable">Whether null is a valid result.</param>
/// <param name="Shape">The name of the HookShape.</param>
/// <param name="Dispatch">The name of the DispatchClass.</param>
/// <param name="Exposed">Whether it may cross a process.</param>
/// <param name="Idempotent">Whether it may be retried.</param>
/// <param name="ReadOnly">Whether it changes nothing.</param>
/// <param name="Destructive">Whether what it changes may be lost; null if the contract does not say.</param>
/// <param name="BestEffort">Whether a call of all plugins goes on when one fails.</param>
/// <param name="ChainValueType">The T of ChainResult of T, fit for a typeof.</param>
/// <param name="Description">The summary of its documentation comment.</param>
/// <param name="ToolNameTemplate">The name of its tool, with placeholders.</param>
/// <param name="Parameters">All parameters, the token included.</param>
internal sealed record HookModel(
    string Member,
    HookAccessor Accessor,
    string WireName,
    string Interface,
    string ReturnType,
    string ResultType,
    string ResultTypeOf,
    bool IsResultNullable,
    string Shape,
    string Dispatch,
    bool Exposed,
    bool Idempotent,
    bool ReadOnly,
    bool? Destructive,
    bool BestEffort,
    string? ChainValueType,
    string? Description,
    string? ToolNameTemplate,
    EquatableArray<ParameterModel> Parameters)
{
    public const string NoResult = "global::Dagstack.Extensions.Plugins.CompilerServices.NoResult";

    public bool HasResult => ResultType != NoResult;

    public string Name => Accessor switch
    {
        HookAccessor.Getter or HookAccessor.IndexGetter => "get_" + Member,
        HookAccessor.Setter or HookAccessor.IndexSetter => "set_" + Member,
        _ => Member,
    };
}
