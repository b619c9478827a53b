using System.Text.Json;
using Fixtures;

namespace Dagstack.Extensions.Plugins.Tests.Units;

/// <summary>A plugin given in code whose hook runs its units.</summary>
internal class CodeImporter : IImporter
{
    public Func<ImportRequest, CancellationToken, Task<Imported>> OnImport { get; init; } = static (request, _) => Task.FromResult(new Imported(0, request.Pages));

    public Task<Imported> ImportAsync(ImportRequest request, CancellationToken cancellationToken = default) => OnImport(request, cancellationToken);
}

/// <summary>A plugin given in code that runs its units itself.</summary>
internal sealed class CodeUnits : CodeImporter, IUnitOfWork
{
    public required Func<JsonElement, UnitContext, CancellationToken, ValueTask<JsonElement?>> OnRun { get; init; }

    public ValueTask<JsonElement?> RunAsync(JsonElement args, UnitContext unit, CancellationToken cancellationToken) => OnRun(args, unit, cancellationToken);
}
