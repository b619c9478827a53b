
namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>What the host says when the code of a plugin throws before the plugin is there.</summary>
internal static class PluginCode
{
    public const string Remedy = "See to what it complains of, or correct the plugin; the log has the place where it threw.";

    /// <summary>Makes the error of a member of a plugin's class that threw.</summary>
    public static PluginLoadException Threw(string member, Type type, PluginId plugin, Exception fault) =>
        new(plugin, $"{member} of '{type.FullName}', the class of plugin '{plugin}', threw {ExceptionText.Sentence(fault)} {Remedy} ({CodePath.Of(type.Assembly)})", ExceptionText.Loggable(fault)) { File = CodePath.Of(type.Assembly) };
}
