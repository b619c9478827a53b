using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Fixtures;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Assemblies of the application with plugins in them, each of a test's own: a scan finds everything that is in one.</summary>
internal static class InTree
{
    private const string Usings = """
        using System;
        using Dagstack.Extensions.Plugins;
        using Fixtures;
        using Microsoft.Extensions.Logging;
        using Microsoft.Extensions.Options;
        namespace App;

        """;

    private static readonly string[] s_references =
    [
        typeof(PluginAttribute).Assembly.Location, typeof(IGreeter).Assembly.Location, typeof(ILogger).Assembly.Location, typeof(IOptions<>).Assembly.Location,
        typeof(FromKeyedServicesAttribute).Assembly.Location,
    ];

    /// <summary>Makes an assembly and loads it into the default context.</summary>
    /// <param name="name">Its name, which no other test uses.</param>
    /// <param name="source">Types of the namespace <c>App</c>.</param>
    /// <param name="resources">Embedded resources.</param>
    public static Assembly Load(string name, string source, params (string Name, string Text)[] resources) =>
        AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(Compile(name, source, resources)));

    public static byte[] Compile(string name, string source, (string Name, string Text)[] resources, params MetadataReference[] references) => Compiler.Compile(
        name,
        Usings + source,
        [.. s_references.Select(static file => MetadataReference.CreateFromFile(file)), .. references],
        resources.Select(static resource => new ResourceDescription(resource.Name, () => new MemoryStream(Encoding.UTF8.GetBytes(resource.Text)), isPublic: true)));

    /// <summary>The text of a manifest of the kind <c>greeter</c>.</summary>
    public static string Manifest(string name, string entryPoint, string more = "") => $"""
        [plugin]
        name = "{name}"
        kind = "greeter"
        runtime = "in_process"
        core_version = "*"
        entry_point = "{entryPoint}"
        {more}
        """;
}
