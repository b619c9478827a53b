namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Among the services that a plugin is given where there is no host: says that nobody can register more.</summary>
internal sealed class WithoutHost;
