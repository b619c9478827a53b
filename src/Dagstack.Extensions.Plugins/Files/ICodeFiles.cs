namespace Dagstack.Extensions.Plugins.Files;

/// <summary>Knows which files of a plugin's folder make another plugin of it when they change, and when one is there as a whole.</summary>
internal interface ICodeFiles
{
    /// <summary>Tells whether a change of a file is a change of the plugin.</summary>
    /// <param name="path">The file, relative to the plugin's folder.</param>
    bool IsCode(string path);

    /// <summary>Looks whether a file of code is there as a whole.</summary>
    /// <param name="folder">The folder, or a copy of it.</param>
    /// <param name="path">The file, relative to it.</param>
    /// <returns>What is missing, as the end of a sentence that has the file as its subject; null if it is whole, as far as one can tell.</returns>
    string? ComplaintOf(string folder, string path);
}
