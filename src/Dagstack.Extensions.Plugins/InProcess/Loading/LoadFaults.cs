using System.Reflection;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Says in the host's words what the runtime complains of when a plugin's code is loaded, constructed or set up.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="entryPath">Its entry assembly.</param>
/// <param name="folder">Its folder.</param>
/// <param name="context">Where its assemblies are loaded.</param>
/// <param name="shared">What host and plugins have in common.</param>
internal sealed class LoadFaults(PluginId plugin, string entryPath, PluginFolder folder, PluginLoadContext context, SharedAssemblies shared)
{
    /// <summary>Finds the error that says what is missing or does not fit.</summary>
    /// <returns>The error, or null if the fault is none of loading, or says so itself already.</returns>
    public PluginRegistryException? Explain(Exception fault)
    {
        var cause = CauseOf(fault);
        return cause switch
        {
            PluginRegistryException known => known == fault ? null : known,
            DllNotFoundException => NoLibrary(cause),
            EntryPointNotFoundException => NoFunction(cause),
            FileNotFoundException { FileName: { } name } when IsAssemblyName(name) => NoAssembly(new(name), cause),
            FileLoadException or BadImageFormatException => Unusable(cause),
            MissingMemberException or TypeLoadException => MissingMembers.Explain(plugin, entryPath, context, shared, cause),
            _ => null,
        };
    }

    /// <summary>Finds the fault behind those that only pass it on.</summary>
    private static Exception CauseOf(Exception fault) => fault switch
    {
        // The runtime wraps what a load context throws.
        FileNotFoundException or FileLoadException or BadImageFormatException when fault.InnerException is PluginRegistryException known => known,
        TargetInvocationException or TypeInitializationException when fault.InnerException is { } inner => CauseOf(inner),
        PluginLoadException { InnerException: { } inner } => CauseOf(inner) is var cause && IsOfLoading(cause) ? cause : fault,
        _ => fault,
    };

    private static bool IsOfLoading(Exception cause) =>
        cause is TypeLoadException or MissingMemberException or FileNotFoundException or FileLoadException or BadImageFormatException or PluginRegistryException;

    /// <summary>Tells an assembly that was not found from a file that the plugin wanted to open itself.</summary>
    private static bool IsAssemblyName(string name) => name.Contains(", Culture=", StringComparison.Ordinal);

    private PluginLoadException NoAssembly(AssemblyName wanted, Exception cause)
    {
        var users = context.Assemblies.Where(assembly => assembly.GetReferencedAssemblies().Any(reference => reference.Name == wanted.Name)).Select(CodePath.Of).ToList();
        var who = users.Count == 0 ? $"code of '{entryPath}' asks for it by name" : $"'{string.Join("', '", users)}' was built with it";
        var remedy = wanted.Name!.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
            ? "It may be part of ASP.NET Core, which a host has if its project says <FrameworkReference Include=\"Microsoft.AspNetCore.App\" />; else put it into the folder."
            : $"Build or publish the plugin's project with <DagstackPlugin>true</DagstackPlugin>, which brings its dependencies along, or copy {wanted.Name}.dll into the folder.";
        return new(plugin, $"The plugin '{plugin}' needs the assembly {wanted.Name}{(wanted.Version is { } version ? $" {version}" : string.Empty)}, which was not found: {who}, it does not lie in '{folder.Path}', and the host does not have it or only an older one. {remedy}", cause)
        {
            File = users.FirstOrDefault() ?? entryPath,
            Dependency = wanted.Name,
        };
    }

    private PluginLoadException NoLibrary(Exception cause)
    {
        var name = Quoted(cause.Message);
        var places = string.Join(", ", context.Native.Folders.Select(static place => $"'{place}'"));
        var found = Path.IsPathRooted(name) ? name : context.Native.Find(name);
        var message = found is null
            ? $"The plugin '{plugin}' needs the native library '{name}', which was not found. It was looked for in {places}, and where the system has its own. Put it into one of these folders, or install it. ({entryPath})"
            : $"The plugin '{plugin}' needs the native library '{Path.GetFileName(found)}', and '{found}' cannot be loaded: {LineAbout(found, cause.Message)} It is for another system or processor, or a library that it needs itself is missing: see what it needs, and install that or put it beside. ({entryPath})";
        return new(plugin, message, cause) { File = found ?? entryPath, Dependency = Path.GetFileName(name) };
    }

    private PluginLoadException NoFunction(Exception cause) =>
        new(plugin, $"The plugin '{plugin}' calls a function that a native library does not have: {ExceptionText.MessageOf(cause)} Install the version of the library that the plugin was written for. ({entryPath})", cause) { File = entryPath };

    private PluginLoadException Unusable(Exception cause) =>
        new(plugin, $"Code of the plugin '{plugin}' cannot be loaded: {ExceptionText.MessageOf(cause).Trim()} Check that what it names is an assembly for this system, and in the version that the plugin was built with. ({entryPath})", cause) { File = entryPath };

    private static string Quoted(string message) => message.Split('\'') is [_, var name, ..] ? name : message;

    /// <summary>Finds what the system says of a file among all that it has tried.</summary>
    private static string LineAbout(string file, string message) =>
        Array.Find(message.Split('\n', StringSplitOptions.TrimEntries), line => line.StartsWith($"{file}:", StringComparison.Ordinal)) is { } line ? $"{line[(file.Length + 1)..].Trim()}." : "the system does not say why.";
}
