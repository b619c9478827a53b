using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Judge;

/// <summary>What became of the modules.</summary>
/// <param name="Complaints">What the compiler says; empty if nothing.</param>
/// <param name="Fits">For each kind and type whether the values fit, in their order.</param>
internal sealed record ZodVerdicts(string Complaints, JsonElement Fits);
