using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>Which run of which unit.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="UnitId">The unit.</param>
/// <param name="Run">The number of the run.</param>
/// <param name="Lease">The right to it.</param>
internal sealed record RunIdentity(PluginId Plugin, string UnitId, int Run, UnitLease Lease);
