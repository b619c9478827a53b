namespace Dagstack.Tool.Archives;

/// <summary>The file in a plugin's folder that says where the plugin came from.</summary>
internal static class PackageRecordName
{
    public const string Value = ".dagstack-package.json";
}
