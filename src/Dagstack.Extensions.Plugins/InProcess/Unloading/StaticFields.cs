using System.Reflection;
using System.Runtime.Loader;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The static fields where a search for references begins.</summary>
internal static class StaticFields
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The types of the framework that others register with. To read all of them would load what nobody uses.</summary>
    private static readonly string[] s_framework =
    [
        "System.AppContext", "System.Console", "System.Threading.TimerQueue", "System.Threading.ThreadPool", "System.Threading.Tasks.TaskScheduler",
        "System.Runtime.Loader.AssemblyLoadContext", "System.Runtime.InteropServices.PosixSignalRegistration",
        "System.Diagnostics.ActivitySource", "System.Diagnostics.DiagnosticListener", "System.Diagnostics.Metrics.Meter", "System.Diagnostics.Metrics.Instrument",
        "System.Diagnostics.Metrics.MeterListener", "System.Text.Json.JsonSerializerOptions", "System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver",
        "System.ComponentModel.TypeDescriptor", "System.ComponentModel.ReflectTypeDescriptionProvider", "System.ComponentModel.DataAnnotations.ValidationAttributeStore",
        "System.Xml.Serialization.XmlSerializer", "System.Runtime.Serialization.DataContract", "System.Net.NetworkInformation.NetworkChange",
    ];

    public static IEnumerable<FieldInfo> All() =>
        AppDomain.CurrentDomain.GetAssemblies()
            .Where(static assembly => !assembly.IsDynamic && !assembly.IsCollectible && AssemblyLoadContext.GetLoadContext(assembly) is not PluginLoadContext)
            .SelectMany(static assembly => IsFramework(assembly) ? s_framework.Select(name => assembly.GetType(name)).OfType<Type>() : TypesOf(assembly))
            .SelectMany(static type => type.GetFields(Any))
            .Where(static field => !field.IsLiteral && ReferenceFields.MayRefer(field.FieldType));

    /// <summary>Tells the core of the framework from what the application and its libraries bring.</summary>
    private static bool IsFramework(Assembly assembly) =>
        assembly.GetName().Name is { } name && FrameworkNames.Contains(name);

    /// <summary>Gets the types whose fields can be read without running code: an explicit static constructor runs when its author expects it.</summary>
    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        Type?[] types;
        try
        {
            types = assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partly)
        {
            types = partly.Types;
        }

        return types.OfType<Type>().Where(static type => !type.ContainsGenericParameters && (type.TypeInitializer is null || (type.Attributes & TypeAttributes.BeforeFieldInit) != 0));
    }
}
