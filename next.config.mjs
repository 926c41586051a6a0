/** @type {import('next').NextConfig} */
const settings = {
  reactStrictMode: true,
  poweredByHeader: false,
  compress: false, // the answer to one person on the same machine; a proxy in front compresses for the rest
  typescript: { ignoreBuildErrors: true }, // `npm test` checks the types of the whole house at once
  devIndicators: false,
};

export default settings;
