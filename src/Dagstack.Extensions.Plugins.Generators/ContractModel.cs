namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>All that is written about one contract, as text that can be compared.</summary>
/// <param name="ClassName">The name of the generated class.</param>
/// <param name="Interface">The fully qualified interface.</param>
/// <param name="Kind">The kind's name.</param>
/// <param name="ApiVersion">The contract's version.</param>
/// <param name="Description">The summary of its documentation comment.</param>
/// <param name="InProcessOnly">Whether its plugins run in the host's process only.</param>
/// <param name="SingletonPerRuntime">Whether one plugin serves the whole host.</param>
/// <param name="JsonContext">The fully qualified JsonSerializerContext, if one is named.</param>
/// <param name="Hooks">The hooks in the order of their declaration.</param>
/// <param name="Disposers">Which of IDisposable and IAsyncDisposable the contract inherits.</param>
/// <param name="IsObsolete">Whether it names something obsolete, so that generated code must be obsolete too.</param>
/// <param name="Dispatch">Where the methods for all plugins go; null where another kind of the same interface has them.</param>
/// <param name="Diagnostics">What is wrong with it. With an error among them, nothing is written.</param>
internal sealed record ContractModel(
    string ClassName,
    string Interface,
    string Kind,
    string ApiVersion,
    string? Description,
    bool InProcessOnly,
    bool SingletonPerRuntime,
    string? JsonContext,
    EquatableArray<HookModel> Hooks,
    EquatableArray<string> Disposers,
    bool IsObsolete,
    DispatchModel? Dispatch,
    EquatableArray<DiagnosticInfo> Diagnostics);
