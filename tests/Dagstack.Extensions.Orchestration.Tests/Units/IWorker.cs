using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Units;

/// <summary>A kind whose plugins run units.</summary>
[PluginKind("worker")]
public interface IWorker
{
    [Hook(Name = "work")]
    ValueTask<JsonElement> WorkAsync(JsonElement args, CancellationToken cancellationToken);
}
