using Dagstack.Extensions.Plugins.Testing.Il;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>What in a plugin's code is known to keep its load context in memory.</summary>
internal static class UnloadHints
{
    private static readonly HashSet<string> s_staticEvents = new(StringComparer.Ordinal) { "System.AppDomain", "System.Runtime.Loader.AssemblyLoadContext", "System.Threading.Tasks.TaskScheduler", "System.Console", "System.Net.NetworkInformation.NetworkChange" };

    /// <summary>Finds them, the likeliest first.</summary>
    public static IReadOnlyList<(PluginLocation Location, string Text)> Find(PluginImage? image)
    {
        var hints = new List<(int Rank, PluginLocation Location, string Text)>();
        foreach (var method in image?.Methods ?? [])
        {
            foreach (var (offset, member) in method.Members)
            {
                if (Text(member) is var (rank, text))
                {
                    hints.Add((rank, image!.LocationOf(method, offset), text));
                }
            }
        }

        return [.. hints.OrderBy(static hint => hint.Rank).Select(static hint => (hint.Location, hint.Text)).DistinctBy(static hint => hint.Text)];
    }

    private static (int Rank, string Text)? Text(MemberName member) => member switch
    {
        { Name: var name } when name.StartsWith("add_", StringComparison.Ordinal) && (s_staticEvents.Contains(member.Type) || !member.IsInstance) => (0, $"the handler that is added to {member.Type}.{name[4..]}, an event that outlives the plugin"),
        { Type: "System.Threading.CancellationToken", Name: "Register" or "UnsafeRegister" } => (1, "a callback that is registered with a cancellation token"),
        { Type: "Microsoft.Extensions.Primitives.ChangeToken", Name: "OnChange" } or { Name: "RegisterChangeCallback" } => (1, "a callback that is registered with a change token"),
        { Name: "OnChange" } when member.Type.StartsWith("Microsoft.Extensions.Options.", StringComparison.Ordinal) => (1, "a callback that is registered with options"),
        { Type: "System.Threading.Thread" or "System.Threading.Timer", Name: ".ctor" } or { Name: "CreateTimer" } => (1, "a thread or timer that goes on"),
        { Type: "System.ComponentModel.TypeDescriptor" } or { Type: "System.ComponentModel.DataAnnotations.Validator" } => (2, $"{member.Type}, which remembers the types that it was shown"),
        { Type: "System.Text.Json.JsonSerializer" } when !member.Parameters.Any(static parameter => parameter.Contains("JsonTypeInfo", StringComparison.Ordinal) || parameter.Contains("JsonSerializerContext", StringComparison.Ordinal)) => (3, "JsonSerializer by reflection, which remembers types; use a JsonSerializerContext"),
        { Type: "System.Xml.Serialization.XmlSerializer", Name: ".ctor" } => (2, "XmlSerializer, which generates code for the plugin's types"),
        { Type: "System.Runtime.InteropServices.GCHandle", Name: "Alloc" } => (1, "a GCHandle that is not freed"),
        _ => null,
    };
}
