namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>Something that may keep the code of a plugin in memory.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Found">Whether the reference was found.</param>
/// <param name="Place">Where.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record PluginUnloadHintItem(string Cause, bool Found, string Place, string Remedy);
