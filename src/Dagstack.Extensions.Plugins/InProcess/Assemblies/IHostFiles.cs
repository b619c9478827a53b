namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Which assemblies a host has.</summary>
internal interface IHostFiles
{
    /// <summary>Tells whether the host has an assembly, of whatever version.</summary>
    bool Has(string name);

    /// <summary>Tells whether an assembly belongs to the framework that the host runs on.</summary>
    bool IsFramework(string name);

    /// <summary>Finds the version of an assembly of the host; null if it does not have it, or that cannot be read.</summary>
    Version? VersionOf(string name);
}
