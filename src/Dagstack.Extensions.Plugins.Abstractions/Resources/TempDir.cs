using System.Globalization;

namespace Dagstack.Extensions.Plugins;

/// <summary>The resource <c>tmpdir</c>: a folder of the plugin's own, emptied after teardown.</summary>
/// <remarks>
/// The names that it makes are counted, not random, so two runs of a plugin see the same ones below <see cref="Path"/>.
/// All members may be used by several threads. See §6 of the plugin contract.
/// </remarks>
public abstract class TempDir
{
    private int _files;
    private int _folders;

    /// <summary>Gets the absolute path of the folder, which is made when first asked for.</summary>
    /// <exception cref="ObjectDisposedException">The plugin has been torn down.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public abstract string Path { get; }

    /// <summary>Makes a new, empty file.</summary>
    /// <param name="suffix">How its name ends, such as <c>.csv</c>.</param>
    /// <returns>The file, open for reading and writing, to be disposed by the caller. Its path is in <see cref="FileStream.Name"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="suffix"/> could lead out of the folder, or is no part of a file's name.</exception>
    /// <exception cref="ObjectDisposedException">The plugin has been torn down.</exception>
    public FileStream CreateFile(string suffix = "")
    {
        TempName.ThrowIfInvalidSuffix(suffix);
        while (true)
        {
            var path = Combine("file-", ref _files, suffix);
            try
            {
                return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            }
            catch (IOException) when (System.IO.Path.Exists(path))
            {
                // The plugin made a file of that name itself: the next number.
            }
        }
    }

    /// <summary>Makes a folder.</summary>
    /// <param name="name">Its name, a single one; null for a new folder with a name of its own. A folder that exists is given again.</param>
    /// <returns>Its absolute path.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> could lead out of the folder, or is no folder's name.</exception>
    /// <exception cref="IOException">A file or a link of that name exists.</exception>
    /// <exception cref="ObjectDisposedException">The plugin has been torn down.</exception>
    public string CreateSubfolder(string? name = null)
    {
        if (name is not null)
        {
            TempName.ThrowIfInvalidName(name);
            var given = System.IO.Path.Combine(Path, name);
            return new DirectoryInfo(given).LinkTarget is { } target
                ? throw new IOException($"The temporary folder '{given}' is a link to '{target}', which is not followed. Remove the link or take another name.")
                : Directory.CreateDirectory(given).FullName;
        }

        var path = Combine("folder-", ref _folders, string.Empty);
        while (System.IO.Path.Exists(path))
        {
            path = Combine("folder-", ref _folders, string.Empty);
        }

        return Directory.CreateDirectory(path).FullName;
    }

    private string Combine(string prefix, ref int counter, string suffix) =>
        System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref counter)}{suffix}"));
}
