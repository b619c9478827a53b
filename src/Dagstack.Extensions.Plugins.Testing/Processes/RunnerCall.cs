namespace Dagstack.Extensions.Plugins.Testing.Processes;

/// <summary>A call that another process makes.</summary>
/// <param name="Hook">The index of the hook in the contract.</param>
/// <param name="Arguments">The arguments as JSON.</param>
internal sealed record RunnerCall(int Hook, string Arguments);
